const BY_CODE = {
  second_factor_needed: "Now enter the code that your authenticator app shows, or a recovery code.",
  second_factor_wrong: "This code is wrong, or was used before. Wait until your app shows the next one, then enter that.",
  proof_needed: "This needs your password once more. Try again, and enter it when you are asked.",
};

const BY_STATUS = {
  412: "Somebody changed this in the meantime. Look at how it stands now, then make your change again.",
};

/// What the server's sentences for programs mean to a person: what is wrong, and what to do.
export const plainWords = (status, { code, detail }) => BY_CODE[code] ?? BY_STATUS[status] ?? withoutCalls(detail);

// Names of rules and of what is searched by, and calls of the API to go on with, are for programs.
const withoutCalls = (detail) =>
  detail?.replace(/ \(rule [a-z_]+\)/, "").replace(/: [a-z ]*(GET|POST) \/.*$/, ".").replace(/^(q|actor) must/, "What you search for must");

export const SIGNED_OUT = "You are signed out. Sign in again, then repeat what you did.";
