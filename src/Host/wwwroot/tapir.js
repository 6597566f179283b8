// Starts Blazor, and brings the page back by itself when the server was away: the same page if the server still knows it, else a fresh one.
(() => {
  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const banner = document.getElementById("connection");
  let isAway = false;

  const answers = async () => {
    try {
      return (await fetch("health/live", { cache: "no-store" })).ok;
    } catch {
      return false;
    }
  };

  const comeBack = async () => {
    if (isAway) {
      return;
    }

    isAway = true;
    banner.hidden = false;
    for (;;) {
      if (await answers()) {
        try {
          if (await Blazor.reconnect()) {
            isAway = false;
            banner.hidden = true;
            return;
          }
        } catch {
          // Not the one that knew this page, or gone again.
        }

        if (await answers()) {
          location.reload();
          return;
        }
      }

      await pause(400);
    }
  };

  const start = () => Blazor.start({
    circuit: {
      reconnectionHandler: {
        onConnectionDown: () => void comeBack(),
        onConnectionUp: () => {
          isAway = false;
          banner.hidden = true;
        },
      },
    },
  });
  start().catch(comeBack);

  // A button may have a key; not while somebody types.
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest?.("input, textarea, select")) {
      return;
    }

    const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]:not(:disabled)`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  // Told by the page when its buttons do something.
  window.tapir = { live: () => document.documentElement.dataset.live = "true" };
})();
