// What the kiosk never asks of the library its charts run on is left out of the shipped page: saving and restoring,
// looking on, children, final states, history. A new edition that says one of these otherwise stops the build here.
import type { Plugin } from "vite";

/** Where a member, a function or a block begins: it goes to the brace that closes it. */
const blocks: Readonly<Record<string, readonly string[]>> = {
  StateMachine: [
    "  get definition() {\n    return {",
    "  toJSON() {",
    "  get on() {",
    "  get events() {",
    "  resolveState(config) {",
    "  microstep(snapshot, event, actorScope) {",
    "  get invoke() {",
    "  get ownEvents() {",
    "    if (typeof context === 'function') {",
    "  start(snapshot) {",
    "  get definition() {\n    return this.root",
    "  toJSON() {",
    "  getPersistedSnapshot(snapshot, options) {",
    "  restoreSnapshot(snapshot, _actorScope) {",
  ],
  raise: [
    "  const sendInspectionEvent = event => {",
    "    inspect: observerOrFn => {",
    "    getAll: () => {",
    "    getSnapshot: () => {\n      return {\n        _sch",
    "    if (inspect && !parent) {",
    "      emit: emittedEvent => {",
    "  on(type, handler) {",
    "  select(selector, equalityFn = Object.is) {",
    "    if (this._syncSnapshot) {",
    "    if (this.options.devTools) {",
    "  attachDevTools() {",
    "  toJSON() {",
    "  getPersistedSnapshot(options) {",
    "  [symbolObservable]() {",
    "    _set: (systemId, actorRef) => {",
    "    get: systemId => {",
    "      if (systemId !== undefined) {",
    "      stopChild: child => {",
    "    if (systemId) {",
    "    if (systemId && this._snapshot.status !== 'active') {",
    "    if (this.systemId) {",
    "    if (this.logic.start) {",
    // the one that stops it, and the one that tells of a fault
    "    if (this._parent) {",
    "    if (this._parent) {",
    "  if (stateNode.config.onDone) {",
    "  for (const invokeDef of stateNode.invoke) {",
    // of a transition, and of a first one
    "    toJSON: () => ({",
    "    toJSON: () => ({",
    "    for (const historyNode of getHistoryNodes(exitStateNode)) {",
    "    for (const invokeDef of stateNodeToEnter.invoke) {",
    "    if (stateNodeToEnter.type === 'final') {",
    "    if (isErr && !transitions.length) {",
  ],
};

/** Lines that name what is left out; each stands there once. */
const lines: Readonly<Record<string, readonly string[]>> = {
  StateMachine: [
    "    this.getPersistedSnapshot = this.getPersistedSnapshot.bind(this);\n",
    "    this.restoreSnapshot = this.restoreSnapshot.bind(this);\n",
    "    this.events = this.root.events;\n",
    "    this.start = this.start.bind(this);\n",
    "    formatRouteTransitions(this.root);\n",
  ],
  assign: ["    spawn: createSpawner(actorScope, snapshot, actionArgs.event, spawnedChildren),\n"],
  raise: [
    "  const inspectionObservers = new Set();\n",
    "    _sendInspectionEvent: sendInspectionEvent,\n",
    "      const systemId = reverseKeyedActors.get(actorRef);\n",
    "    const isErr = isErrorActorEvent(currentEvent);\n",
    ", ...s.invoke.map(def => stopChild(def.id))",
    ".map(child => stopChild(child))",
    ", stateNodeToEnter.invoke.map(invokeDef => invokeDef.id)",
    "    meta: typeof _target === 'object' ? _target.meta : undefined,\n",
    "    description: typeof _target === 'object' ? _target.description : undefined,\n",
    "    hasTag: machineSnapshotHasTag,\n    can: machineSnapshotCan,\n",
    ",\n    getMeta: machineSnapshotGetMeta,\n    toJSON: machineSnapshotToJSON",
  ],
  // what `setup` names of it all
  xstate: ["sendTo", "log", "stopChild", "enqueueActions", "emit", "spawnChild"].map(
    (name) => `\n    ${name},`,
  ),
};

/** Nobody looks on: nothing is told to who would. */
const tellings = /\n( *)[\w.]*\._sendInspectionEvent\(\{\n[^]*?\n\1\}\);/g;

/** No state of the kiosk remembers where it was. */
const remembering = /(?<!function )isHistoryNode\(\w+\)/g;

/** What is said of a chart written wrongly: the tests, which have the library whole, hear it first. */
const scoldings = /new Error\(\s*([`'])(?!Unable)[^\n]*\1\)/g;

const cut = (code: string, from: number, length: number): string =>
  code.slice(0, from) + code.slice(from + length);

const placeOf = (code: string, text: string): number => {
  const place = code.indexOf(text);
  if (place < 0) throw new Error(`the charts' library says otherwise: ${text}`);
  return place;
};

const withoutBlock = (code: string, begin: string): string => {
  const from = placeOf(code, `\n${begin}`) + 1;
  const indent = begin.slice(0, begin.search(/\S/));
  const end = new RegExp(`\n${indent}\\}\\)?[,;]?\n`).exec(code.slice(from));
  if (end === null) throw new Error(`the charts' library never ends: ${begin}`);
  return cut(code, from, end.index + end[0].length);
};

export const lean = (part: string, code: string): string => {
  const told = (lines[part] ?? []).reduce(
    (left, line) => cut(left, placeOf(left, line), line.length),
    code,
  );
  return (blocks[part] ?? [])
    .reduce(withoutBlock, told)
    .replaceAll(tellings, "")
    .replaceAll(remembering, "false")
    .replaceAll(scoldings, 'new Error("chart")');
};

const parts = /\/xstate\/dist\/(xstate|raise|assign|StateMachine)(?:-[\da-f]+)?\.esm\.js$/;

export const leanCharts: Plugin = {
  name: "tallygate:charts",
  transform: {
    filter: { id: parts },
    handler: (code, id) => ({ code: lean(parts.exec(id)?.[1] ?? "", code), map: null }),
  },
};
