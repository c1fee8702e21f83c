// The machine set going with real effects. A chunk of its own: the idle screen is painted before it is here.
import { createActor, type ActorRefFrom, type SnapshotFrom } from "xstate";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { kioskMachine } from "../charts/kiosk/machine.ts";
import { createEffects } from "./effects.ts";
import { playSound } from "./sounds.ts";

export type Journey = ActorRefFrom<typeof kioskMachine>;
export type JourneySnapshot = SnapshotFrom<typeof kioskMachine>;

interface Around {
  readonly client: TallygateClient;
  readonly show: (snapshot: JourneySnapshot) => void;
}

export const startJourney = ({ client, show }: Around): Journey => {
  const effects = createEffects({
    client,
    send: (event) => actor.send(event),
    intent: () => actor.getSnapshot().context.intent,
    language: () => actor.getSnapshot().context.comfort.language,
  });
  const actor: Journey = createActor(
    kioskMachine.provide({
      actions: {
        identify: (_at, params) => effects.identify(params),
        checkPin: (_at, params) => effects.checkPin(params),
        post: (_at, params) => effects.post(params),
        askKey: (_at, params) => effects.askKey(params),
        reload: (_at, params) => effects.reload(params),
        endVisit: (_at, params) => effects.endVisit(params),
        findStay: (_at, params) => effects.findStay(params),
        askOffers: (_at, params) => effects.askOffers(params),
        profile: (_at, params) => effects.profile(params),
        draw: (_at, params) => effects.draw(params),
        drawReference: (_at, params) => effects.drawReference(params),
        callStaff: (_at, params) => effects.callStaff(params),
        speak: (_at, params) => effects.speak(params),
        sound: (_at, { sound }) => playSound(sound),
      },
    }),
  );
  actor.subscribe(show);
  actor.start();
  show(actor.getSnapshot());
  return actor;
};
