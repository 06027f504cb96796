// An embedded figure: the theme its address asks for, and its height told to the page around it.
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const system = dark.matches ? "dark" : "light";
    root.dataset.theme = asked === "light" || asked === "dark" ? asked : system;
  };
  apply();
  dark.addEventListener("change", apply);
  if (parent === window) return;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    const figure = document.querySelector("figure")?.id.replace("figure-", "");
    parent.postMessage({ type: "actnorm:height", figure, height }, "*");
    parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), "*"); // Canvas
  };
  addEventListener("load", () => {
    tell();
    new ResizeObserver(tell).observe(document.body);
  });
})();
