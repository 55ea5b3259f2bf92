//go:build race

package serve_test

// A race in the processes fails the tests that run them: it is on standard error, and the exit code is 66.
var buildFlags = []string{"-race"}
