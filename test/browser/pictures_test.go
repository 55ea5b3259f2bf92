package browser

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// go test ./test/browser -run 'Pictures|AtADesk' -pictures ../../docs takes the pictures of docs again.
var pictures = flag.String("pictures", "", "write the pictures of the docs to this folder")

// photo writes what the window shows, when pictures are wanted.
func photo(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	if *pictures == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), ask(ctx, t, chromedp.CaptureScreenshot()), 0o600); err != nil {
		t.Fatal(err)
	}
}
