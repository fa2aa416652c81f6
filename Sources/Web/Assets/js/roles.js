import { state } from "./state.js";

/// From the least to the most; each may do what those before it may.
const ROLES = ["viewer", "member", "admin", "owner"];

/// Those that one may give: none above one's own.
export const rolesToGive = () => ROLES.slice(0, ROLES.indexOf(state.session.role) + 1).map((role) => [role, role]);

export const isAbove = (role) => ROLES.indexOf(role) > ROLES.indexOf(state.session.role);
