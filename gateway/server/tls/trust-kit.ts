// What makes a machine trust the store's CA: the certificate, and for each platform one file or one command.
import { X509Certificate, createHash } from "node:crypto";
import type { LanNames } from "./lan-names.ts";
import { hostsOf } from "./lan-names.ts";

export interface KitFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

interface Facts {
  /** PEM */
  readonly root: string;
  readonly names: LanNames;
  readonly port: number;
}

const certificateName = "tallygate-ca.crt";

/** All files of the kit, `index.html` first. Public: nothing in it is secret. */
export const trustKit = (facts: Facts): readonly KitFile[] => {
  const certificate = new X509Certificate(facts.root);
  const base64 = certificate.raw.toString("base64");
  const command = "text/plain; charset=utf-8";
  return [
    { name: "index.html", type: "text/html; charset=utf-8", text: page(facts, certificate) },
    { name: certificateName, type: "application/x-x509-ca-cert", text: facts.root },
    { name: "trust-windows.cmd", type: command, text: windows },
    { name: "trust-linux.sh", type: command, text: linux },
    {
      name: "chromium-policy.json",
      type: "application/json",
      text: `${JSON.stringify({ CACertificates: [base64] }, null, 2)}\n`,
    },
    { name: "firefox-policies.json", type: "application/json", text: firefox },
    {
      name: "tallygate-ca.mobileconfig",
      type: "application/x-apple-aspen-config",
      text: apple(base64),
    },
  ];
};

/** SHA-256 of the certificate, in the pairs that certificate dialogs show. */
export const fingerprintOf = (root: string): string => new X509Certificate(root).fingerprint256;

const windows = [
  "@echo off",
  "rem Run as administrator, in the folder that also holds the certificate.",
  `certutil -addstore -f Root "%~dp0${certificateName}"`,
  "pause",
  "",
].join("\r\n");

const linux = `#!/bin/sh
# Run as root, in the folder that also holds the certificate: the system's programs, and Chromium by policy.
set -eu
here=$(dirname "$0")
cp "$here/${certificateName}" /usr/local/share/ca-certificates/${certificateName}
update-ca-certificates
mkdir -p /etc/chromium/policies/managed
cp "$here/chromium-policy.json" /etc/chromium/policies/managed/tallygate-ca.json
`;

const firefox = `${JSON.stringify(
  { policies: { Certificates: { ImportEnterpriseRoots: true, Install: [certificateName] } } },
  null,
  2,
)}\n`;

/** An Apple configuration profile; its identifiers follow from the certificate, so that it replaces itself. */
const apple = (base64: string): string => {
  const hex = createHash("sha256").update(base64).digest("hex");
  const uuid = (from: number): string =>
    hex
      .slice(from, from + 32)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
      .toUpperCase();
  const key = (name: string, value: string): string => `<key>${name}</key>${value}`;
  const text = (value: string): string => `<string>${value}</string>`;
  const common = (type: string, id: string): string =>
    [
      key("PayloadType", text(type)),
      key("PayloadVersion", "<integer>1</integer>"),
      key("PayloadIdentifier", text(`tallygate.store-ca.${id}`)),
      key("PayloadUUID", text(id)),
      key("PayloadDisplayName", text("Tallygate store CA")),
    ].join("");
  const content = key("PayloadContent", `<data>${base64}</data>`);
  const inner = `<dict>${common("com.apple.security.root", uuid(0))}${content}</dict>`;
  const outer = common("Configuration", uuid(32));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<plist version="1.0"><dict>${outer}${key("PayloadContent", `<array>${inner}</array>`)}</dict></plist>`,
    "",
  ].join("\n");
};

const steps = [
  [
    "Windows",
    "trust-windows.cmd",
    "以管理员身份运行，与证书放在同一文件夹",
    "run as administrator, beside the certificate",
  ],
  [
    "Linux",
    "trust-linux.sh",
    "以 root 运行，系统与 Chromium 一并信任",
    "run as root: the system and Chromium",
  ],
  [
    "Chromium",
    "chromium-policy.json",
    "放入 /etc/chromium/policies/managed/",
    "into /etc/chromium/policies/managed/",
  ],
  [
    "Firefox",
    "firefox-policies.json",
    "与证书一起放入 Firefox 的 distribution 文件夹",
    "into Firefox's folder distribution, with the certificate",
  ],
  [
    "iPad, Mac",
    "tallygate-ca.mobileconfig",
    "安装描述文件，再到“证书信任设置”中启用",
    "install the profile, then switch it on under Certificate Trust Settings",
  ],
] as const;

const page = ({ names, port }: Facts, certificate: X509Certificate): string => {
  const rows = steps.map(
    ([platform, file, zh, en]) =>
      `<tr><th>${platform}</th><td><a href="${file}" download>${file}</a></td><td>${zh}<br>${en}</td></tr>`,
  );
  const addresses = hostsOf(names).map((host) => `<li>https://${host}:${port}/cashier/</li>`);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>信任本店 Trust this store</title></head><body>
<h1>信任本店 · Trust this store</h1>
<p>每台电脑只需一次。之后收银台和自助机用 https 打开，不会再有证书警告。<br>
Once on each machine. After that the pages open by https without any warning.</p>
<p>证书 Certificate: <a href="${certificateName}" download>${certificateName}</a><br>
SHA-256 <code>${certificate.fingerprint256}</code><br>
安装前请核对指纹与收银台后台显示的一致。Compare the fingerprint before you install it.<br>
它只能为下列名称作证，不能为其他网站作证。It can vouch for these names only, for no other site.</p>
<ul>${addresses.join("")}</ul>
<table>${rows.join("")}</table>
</body></html>
`;
};
