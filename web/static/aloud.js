// Reads a question and its answers aloud on demand, with a voice of the device itself: nothing is sent anywhere.
(() => {
  "use strict";
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;
  const language = document.documentElement.lang;
  const short = (tag) => tag.toLowerCase().replace("_", "-").split("-")[0];
  const voice = (tag = language) => {
    const own = speech.getVoices().filter((one) => one.localService && short(one.lang) === short(tag));
    return own.find((one) => one.lang.toLowerCase() === tag.toLowerCase()) ?? own[0];
  };
  const buttons = [...document.querySelectorAll(".aloud button")];
  const names = new Map(buttons.map((button) => [button, button.textContent]));
  const offer = () => {
    for (const button of buttons) button.parentElement.hidden = !voice();
  };
  const rest = () => {
    for (const button of buttons) button.textContent = names.get(button);
  };
  const words = (item) => {
    const stem = item.closest(".group")?.querySelector(".stem");
    const parts = [stem, ...item.querySelectorAll(".question, .options .option span:not(.unseen)")];
    return parts.filter(Boolean).map((part) => [part.textContent.trim(), part.querySelector("bdi")?.lang]);
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const speaking = button.textContent !== names.get(button);
      speech.cancel();
      rest();
      if (speaking) return;
      button.textContent = button.dataset.stop;
      const said = words(button.closest(".item"));
      said.forEach(([text, tag], place) => {
        const spoken = new SpeechSynthesisUtterance(text);
        spoken.voice = voice(tag) ?? voice(); // a text that nobody translated, by a voice of its own
        spoken.lang = spoken.voice.lang;
        spoken.rate = 0.9;
        if (place === said.length - 1) spoken.addEventListener("end", rest);
        spoken.addEventListener("error", rest);
        speech.speak(spoken);
      });
    });
  }
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
})();
