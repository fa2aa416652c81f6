import { h } from "./dom.js";

/// What became of a sign-in by a provider, by the word that the server leads back with.
const sentences = {
  provider_away: "The provider does not answer. Try again later, or sign in with your password.",
  provider_declined: "The provider did not sign you in.",
  provider_stale: "This sign-in took too long, or was begun in another window. Begin again.",
  provider_token: "The provider's answer could not be trusted. Begin again; if it stays so, tell your administrator.",
  provider_unverified: "The provider has not verified your e-mail address.",
  provider_domain: "Addresses of your domain are not let in by this provider.",
  provider_other: "The account of your e-mail address is linked to somebody else at the provider. Ask your administrator.",
  provider_role: "No role is meant for you here. Ask your administrator.",
  provider_disabled: "Your account is disabled. Ask your administrator.",
  provider_too_many: "Too many sign-ins from here. Wait a minute, then try again.",
};

/// The buttons of the providers that `GET /api/v1/session` lists; null without any.
export const providerButtons = (session) =>
  session.providers.length === 0
    ? null
    : h(
        "ul",
        { className: "providers", "aria-label": "Other ways to sign in" },
        session.providers.map(({ name, url }) => h("li", {}, h("a", { className: "button", href: url }, `Sign in with ${name}`))),
      );

/// What to say about `/sign-in?problem=…`; null where there is nothing to say.
export function providerProblem(query = location.search) {
  const key = new URLSearchParams(query).get("problem");
  if (!key) return null;
  const sentence = Object.hasOwn(sentences, key) ? sentences[key] : "Signing in with the provider came to nothing.";
  return h("p", { className: "fault", role: "alert" }, sentence);
}

/// Whether the provider has signed somebody in whose code is still to come (`providerCodeForm`).
export const awaitsCode = (query = location.search) => new URLSearchParams(query).get("code") === "provider";
