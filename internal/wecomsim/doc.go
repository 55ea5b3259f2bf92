// Package wecomsim is a WeCom (企业微信) that runs inside the process, for the demo and the tests.
//
// It plays the platform's four roles towards a self-built app:
//
//   - qyapi: the server API under /cgi-bin/ that the bot calls. It is strict: it refuses what WeCom
//     refuses, with the error codes of the global table (doc 90313), and it goes further in one way —
//     a field WeCom would silently ignore or shorten is refused as well, so that a slip is found here
//     and not on a leader's phone.
//   - callbacks: what a person says or taps is encrypted, signed and pushed by a real HTTP POST
//     (docs 90930, 90238, 90968), up to three times with the same plaintext.
//   - the phone: what each person sees in the chat now, as Go values and as the page at /phone.
//   - the weather: faults, a movable clock, and a journal of every API call received, under /sim/.
//
// The rules on outgoing messages are written from the documentation alone and share no code with the
// bot, so that each checks the other.
//
// All instants come from Config.Now, so that token expiry, response codes and duplicate windows follow the
// demo's clock. Only the rates per member go by Config.RateNow, the machine's clock: the app paces its sends
// by the machine's clock too, and a standing demo clock would make every message fall into one minute.
package wecomsim
