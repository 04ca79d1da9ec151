// Says on the page what the browser refuses. Without scripts there are no passkeys.
"use strict";

document.addEventListener("allauth.error", (event) => {
  const fault = document.getElementById("passkey-fault");
  fault.hidden = false;
  event.preventDefault();
});
