// Puts a cell for every state on the page, as the choices above them say.
(() => {
  const choices = document.getElementById("choices");
  const asked = new URLSearchParams(location.search);
  for (const field of choices.elements) field.value = asked.get(field.name) ?? field.value;
  choices.addEventListener("change", show);
  choices.addEventListener("submit", (event) => event.preventDefault());
  show();

  function show() {
    const { width, filter, ...given } = Object.fromEntries(new FormData(choices));
    history.replaceState(null, "", `?${new URLSearchParams({ ...given, width, filter })}`);
    const states = Object.keys(GALLERY_STATES).filter((name) => name.includes(filter));
    document.getElementById("cells").replaceChildren(...states.map((state) => cell({ state, ...given }, width)));
  }

  function cell(query, width) {
    const [figure, caption, link, frame] = ["figure", "figcaption", "a", "iframe"].map((tag) => document.createElement(tag));
    link.href = `gallery/cell.html?${new URLSearchParams(query)}`;
    link.textContent = query.state;
    frame.title = query.state;
    frame.loading = "lazy";
    frame.width = width;
    frame.height = 620;
    frame.src = link.href;
    caption.append(link);
    figure.append(caption, frame);
    return figure;
  }
})();
