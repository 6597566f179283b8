// Before the first paint: light or dark as whoever sits here chose; without a choice, as the system says.
(() => {
  const root = document.documentElement;
  try {
    const chosen = localStorage.getItem("tapir-theme");
    if (chosen === "light" || chosen === "dark") {
      root.dataset.theme = chosen;
    }
  } catch {
    // Storage is forbidden here: the system decides.
  }

  document.addEventListener("click", event => {
    if (!event.target.closest?.("[data-switch-theme]")) {
      return;
    }

    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try {
      localStorage.setItem("tapir-theme", root.dataset.theme);
    } catch {
      // It holds until the page is left.
    }
  });
})();
