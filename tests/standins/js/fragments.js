// Server-rendered threads: a button, or a mark that comes into view, is replaced by what it names.
(() => {
  const fill = async (mark) => {
    const url = mark.dataset.expand;
    if (!url || mark.dataset.busy) return;
    mark.dataset.busy = "1";
    const template = document.createElement("template");
    template.innerHTML = await (await fetch(url)).text();
    const added = [...template.content.children];
    mark.replaceWith(...added);
    added.forEach(watch);
  };
  const watch = (root) => {
    const marks = root.matches("[data-near]") ? [root] : root.querySelectorAll("[data-near]");
    marks.forEach((mark) => kit.near(mark, "150px", () => fill(mark)));
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-expand]:not([data-near])");
    if (!mark) return;
    event.preventDefault();
    fill(mark);
  });
  watch(document.body);
})();
