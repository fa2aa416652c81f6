/// The address of the sign-in page from which a part of this page, its fragment, is come back to.
export const signInAddress = (fragment) => (fragment.startsWith("#/") ? `/sign-in?to=${encodeURIComponent(fragment)}` : "/sign-in");

/// Where to go once signed in. Only a fragment of our own page counts: a link to the sign-in page can lead nowhere else.
export function wayBack() {
  const fragment = new URLSearchParams(location.search).get("to") ?? "";
  return fragment.startsWith("#/") ? `/${fragment}` : "/";
}
