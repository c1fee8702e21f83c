// The few sounds, made by the browser itself, all under 0.4 s. Each has a visible twin, so silence loses nothing.

type Sound = "card" | "done" | "refused" | "warning" | "cardLeft" | "help";
/** start (s), pitch (Hz), length (s), loudness */
type Tone = readonly [at: number, pitch: number, length: number, loudness: number];

const tones: Readonly<Record<Sound, readonly Tone[]>> = {
  card: [[0, 880, 0.06, 0.12]],
  done: [
    [0, 220, 0.09, 0.2],
    [0.09, 330, 0.16, 0.12],
  ],
  refused: [
    [0, 165, 0.09, 0.2],
    [0.16, 147, 0.12, 0.2],
  ],
  help: [[0, 660, 0.12, 0.1]],
  warning: [[0, 523, 0.38, 0.12]],
  cardLeft: [
    [0, 740, 0.05, 0.15],
    [0.1, 740, 0.05, 0.15],
    [0.2, 740, 0.05, 0.15],
  ],
};

/** Waking the speaker takes longer than a frame: the first sound of a page comes after what it goes with, but soon. */
const wakeMs = 100;
let context: AudioContext | undefined;

/** Plays a sound; a page that may not play yet (no touch so far) stays silent. */
export const playSound = (sound: Sound): void => {
  if (navigator.userActivation?.hasBeenActive === false) return;
  if (context === undefined) {
    setTimeout(() => play((context ??= new AudioContext()), tones[sound]), wakeMs);
  } else play(context, tones[sound]);
};

const play = (speaker: AudioContext, sound: readonly Tone[]): void => {
  for (const [at, pitch, length, loudness] of sound) {
    const start = speaker.currentTime + at;
    const tone = new OscillatorNode(speaker, { frequency: pitch, type: "triangle" });
    const fade = new GainNode(speaker, { gain: loudness });
    fade.gain.setTargetAtTime(0, start + length * 0.5, length / 4);
    tone.connect(fade).connect(speaker.destination);
    tone.start(start);
    tone.stop(start + length);
  }
};
