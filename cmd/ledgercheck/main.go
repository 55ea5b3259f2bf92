// Ledgercheck checks an export of the ledger for somebody who trusts neither the bureau nor its program. It is written from
// docs/ledger-format.md with the standard library alone and shares no code with what wrote the ledger.
package main

import (
	"archive/zip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run returns 0 when everything adds up, 1 at the first untruth, 2 when it cannot look.
func run(args []string, out, errs io.Writer) int {
	var a asked
	flags := flag.NewFlagSet("ledgercheck", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Func("key", "public key of the ledger, from somebody you trust; may be repeated", func(text string) error {
		key, err := readKey(text)
		a.keys = append(a.keys, key)
		return err
	})
	flags.Func("anchors", "file with checkpoint lines that you kept yourself", func(name string) (err error) {
		a.anchors, err = os.ReadFile(name)
		return err
	})
	flags.StringVar(&a.from, "from", "0000-00-00", "first day of the statistics, YYYY-MM-DD")
	flags.StringVar(&a.to, "to", "9999-99-99", "last day of the statistics")
	flags.Usage = func() {
		fmt.Fprintln(errs, "ledgercheck [-key KEY] [-anchors FILE] [-from DAY -to DAY] PACKAGE.zip")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil || flags.NArg() != 1 {
		if err == nil {
			flags.Usage()
		}
		return 2
	}
	pack, err := zip.OpenReader(flags.Arg(0))
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	defer func() { _ = pack.Close() }() // only read
	r, err := check(&pack.Reader, a)
	if _, lie := errors.AsType[untruth](err); lie {
		fmt.Fprintf(out, "The ledger does not add up: %v.\n", err)
		return 1
	}
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	report(out, a, r)
	return 0
}

func report(out io.Writer, a asked, r result) {
	fmt.Fprintf(out, "The ledger adds up: %d entries, head %s, root %s.\n", r.entries, r.head, r.root)
	fmt.Fprintf(out, "Your %d anchors vouch for %d entries; %d newer ones are vouched for by nothing of yours.\n", r.anchors, r.anchored, r.entries-r.anchored)
	if len(a.keys) == 0 {
		fmt.Fprintf(out, "%d checkpoints fit; their signatures were not checked, as you gave no key.\n", r.checkpoints)
	} else {
		fmt.Fprintf(out, "%d checkpoints fit, signed up to entry %d.\n", r.checkpoints, r.signed)
	}
	f := r.figures
	fmt.Fprintf(out, "From the entries alone: %d registered, %d voided, %d corrected, %d people, %d collective.\n",
		f.Registered, f.Voided, f.Corrected, f.Headcount, f.Collective)
	if r.incidents > 0 {
		fmt.Fprintf(out, "%d breaks were explained by two people; look at them.\n", r.incidents)
	}
}
