//go:build !crashpoints

package app

import (
	"petitiondesk/internal/desk"
	"petitiondesk/internal/engine"
	"petitiondesk/models"
)

// The program as it is served has no crash points; crashing.go is compiled for test/crash alone.

func deskClock() models.Clock { return models.SystemClock{} }

func rigged(cfg engine.Config, ports engine.Ports) (engine.Config, engine.Ports) { return cfg, ports }

func riggedStore(s desk.Store) desk.Store { return s }

func riggedAnchor(f desk.AnchorFile) desk.AnchorFile { return f }

func crash(_, _ string) {}
