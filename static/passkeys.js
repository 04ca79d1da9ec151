// Says on the page what the browser refuses. Without scripts there are no passkeys.
"use strict";

document.addEventListener("allauth.error", (event) => {
  // What WebAuthn calls a device that already has a passkey of this account.
  const isHeld = event.detail.exception.name === "InvalidStateError";
  document.getElementById("passkey-held").hidden = !isHeld;
  document.getElementById("passkey-fault").hidden = isHeld;
  event.preventDefault();
});
