// What is written in a text area with data-draft is kept in its tab: it outlives the server and the page. Beside it, line numbers; with data-told, word to the
// server when typing rests.
(() => {
  const rest = 300;
  const telling = new WeakMap();
  const wrong = new WeakMap();
  // Where storage is forbidden, a draft holds until the page is left.
  const memory = new Map();
  const nameOf = area => `tapir-draft:${area.dataset.draft}`;

  const load = area => {
    let kept = memory.get(nameOf(area));
    try {
      kept = sessionStorage.getItem(nameOf(area)) ?? kept;
      return kept ? JSON.parse(kept) : {};
    } catch {
      return {};
    }
  };

  const save = (area, draft) => {
    const text = JSON.stringify(draft);
    memory.set(nameOf(area), text);
    try {
      sessionStorage.setItem(nameOf(area), text);
    } catch {
      // Forbidden, or full.
    }
  };

  const draftOf = area => {
    const draft = load(area);
    if (!draft.id) {
      draft.id = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
      save(area, draft);
    }

    return draft;
  };

  const linesOf = area => area.parentElement?.querySelector(".editor-lines");

  const number = area => {
    const lines = linesOf(area);
    if (!lines) {
      return;
    }

    const count = area.value.split("\n").length;
    const bad = wrong.get(area) ?? new Set();
    const shown = `${count}:${[...bad].join()}`;
    if (lines.dataset.shown !== shown) {
      lines.dataset.shown = shown;
      lines.replaceChildren(...Array.from({ length: count }, (_, at) => {
        const line = document.createElement(bad.has(at + 1) ? "mark" : "span");
        line.textContent = `${at + 1}\n`;
        return line;
      }));
    }

    lines.scrollTop = area.scrollTop;
  };

  const tell = area => {
    clearTimeout(telling.get(area));
    telling.set(area, setTimeout(() => {
      if (!area.isConnected) {
        return;
      }

      if (document.getElementById("connection").hidden) {
        area.dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        // Nobody hears it now.
        tell(area);
      }
    }, rest));
  };

  document.addEventListener("input", event => {
    const area = event.target;
    if (area.dataset?.draft === undefined) {
      return;
    }

    save(area, { ...draftOf(area), text: area.value });
    number(area);
    if (area.dataset.told !== undefined) {
      tell(area);
    }
  });

  document.addEventListener("scroll", event => {
    if (event.target.dataset?.draft !== undefined) {
      number(event.target);
    }
  }, true);

  window.tapirEditor = {
    attach(area) {
      const { text } = draftOf(area);
      const isKept = text !== undefined && text !== area.value;
      if (isKept) {
        area.value = text;
      }

      number(area);
      return { ...this.read(area), isKept };
    },

    read: area => ({ id: draftOf(area).id, text: area.value, isKept: false }),

    replace(area, text) {
      area.value = text;
      number(area);
      tell(area);
    },

    forget(area) {
      clearTimeout(telling.get(area));
      memory.delete(nameOf(area));
      try {
        sessionStorage.removeItem(nameOf(area));
      } catch {
        // It was never there.
      }
    },

    mark(area, lines) {
      wrong.set(area, new Set(lines));
      number(area);
    },

    goTo(area, line, column) {
      const lines = area.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      const end = start + (lines[line - 1]?.length ?? 0);
      area.focus();
      area.setSelectionRange(Math.min(start + Math.max(column - 1, 0), end), end);
      area.scrollTop = (line - 1) * parseFloat(getComputedStyle(area).lineHeight) - area.clientHeight / 3;
      area.scrollLeft = 0;
    },
  };
})();
