// Gives the key to the server, which keeps it in a cookie, and goes on to the page that was asked for.
(() => {
  const form = document.getElementById("login");
  const refused = document.getElementById("refused");
  form?.addEventListener("submit", async event => {
    event.preventDefault();
    refused.textContent = "";
    try {
      const answer = await fetch(form.dataset.session, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ key: form.elements.key.value.trim() }),
      });
      if (!answer.ok) {
        refused.textContent = (await answer.json()).detail ?? "This key opens nothing here.";
        return;
      }

      const to = new URL(new URLSearchParams(location.search).get("from") ?? "/", location.origin);
      location.replace(to.origin === location.origin ? to.href : "/");
    } catch {
      refused.textContent = "The server does not answer; try again in a moment.";
    }
  });
})();
