// The button "Back to top" appears when a reader scrolls up. In the theme this lives in the
// script of Bootstrap, of which the site uses nothing else.
{
  const button = document.getElementById("pst-back-to-top");
  let before = 0;
  button?.addEventListener("click", () => scrollTo(0, 0));
  addEventListener(
    "scroll",
    () => {
      if (button) button.style.display = scrollY > 0 && scrollY < before ? "block" : "none";
      before = scrollY;
    },
    { passive: true },
  );
}
