// What Chromium on a kiosk may do: show the store's own pages and nothing else, and trust the store's own CA. A
// managed policy file (chromeenterprise.google/policies); the guest meets no dialog and no way out.
import { X509Certificate } from "node:crypto";

/** The policy file's text for the pages of one origin; `root` is the store CA in PEM where pages come by https. */
export const kioskPolicy = (facts: { readonly origin: string; readonly root?: string }): string => {
  const { host, protocol } = new URL(facts.origin);
  const socket = `${protocol === "https:" ? "wss" : "ws"}://${host}`;
  const trusted =
    facts.root === undefined
      ? {}
      : { CACertificates: [new X509Certificate(facts.root).raw.toString("base64")] };
  const policy = {
    ...trusted,
    URLBlocklist: ["*"],
    URLAllowlist: [facts.origin, socket],
    DeveloperToolsAvailability: 2,
    PrintingEnabled: false,
    DownloadRestrictions: 3,
    AllowFileSelectionDialogs: false,
    ExtensionInstallBlocklist: ["*"],
    DefaultPopupsSetting: 2,
    DefaultNotificationsSetting: 2,
    DefaultGeolocationSetting: 2,
    PasswordManagerEnabled: false,
    AutofillAddressEnabled: false,
    AutofillCreditCardEnabled: false,
    TranslateEnabled: false,
    BrowserSignin: 0,
    SyncDisabled: true,
    MetricsReportingEnabled: false,
    BackgroundModeEnabled: false,
    AudioCaptureAllowed: false,
    // a guest hears spoken words without having touched the page before
    AutoplayAllowed: true,
  };
  return `${JSON.stringify(policy, null, 2)}\n`;
};
