// The look chosen in this browser, set before anything is painted: a page from the phone's cache knows no cookie.
for (const name of ["theme", "size"]) {
  const chosen = document.cookie.match(`(?:^|; )${name}=([a-z]+)`);
  if (chosen) document.documentElement.dataset[name] = chosen[1];
}
document.cookie = "script=on; path=/; max-age=31536000; SameSite=Lax"; // the inspector's home is the phone's page
