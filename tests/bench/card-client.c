// The shortest way from a card to its UID: a PC/SC client in C that prints a line for each card and each removal. The peer of our readers.
#include <stdio.h>
#include <string.h>
#include <winscard.h>

static void readCard(SCARDCONTEXT context, const char *reader) {
  static const BYTE getUid[] = {0xFF, 0xCA, 0x00, 0x00, 0x00};
  SCARDHANDLE card;
  DWORD protocol, length = 64;
  BYTE answer[64];
  if (SCardConnect(context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
                   &protocol) != SCARD_S_SUCCESS)
    return;
  const SCARD_IO_REQUEST *pci = protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  if (SCardTransmit(card, pci, getUid, sizeof getUid, NULL, answer, &length) == SCARD_S_SUCCESS &&
      length > 2) {
    for (DWORD at = 0; at + 2 < length; at++) printf("%02X", answer[at]);
    puts("");
    fflush(stdout);
  }
  SCardDisconnect(card, SCARD_LEAVE_CARD);
}

int main(void) {
  SCARDCONTEXT context;
  char readers[1024];
  DWORD length = sizeof readers;
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS) return 1;
  if (SCardListReaders(context, NULL, readers, &length) != SCARD_S_SUCCESS) return 2;
  SCARD_READERSTATE state = {.szReader = readers, .dwCurrentState = SCARD_STATE_UNAWARE};
  puts("ready");
  fflush(stdout);
  while (SCardGetStatusChange(context, INFINITE, &state, 1) == SCARD_S_SUCCESS) {
    int came = (state.dwEventState & SCARD_STATE_PRESENT) && !(state.dwCurrentState & SCARD_STATE_PRESENT);
    int went = (state.dwCurrentState & SCARD_STATE_PRESENT) && !(state.dwEventState & SCARD_STATE_PRESENT);
    state.dwCurrentState = state.dwEventState;
    if (came) readCard(context, readers);
    if (went) puts("gone"), fflush(stdout);
  }
  return 3;
}
