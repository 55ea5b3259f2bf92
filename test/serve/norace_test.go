//go:build !race

package serve_test

var buildFlags []string
