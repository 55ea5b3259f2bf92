package store

import (
	"context"
	"slices"
)

// ledgerTriggers refuse changes to what is only ever added to. They are an obstacle, no proof.
var ledgerTriggers = []string{
	"ledger_entries_no_update", "ledger_entries_no_delete", "ledger_tree_no_update", "ledger_tree_no_delete",
	"ledger_checkpoints_no_update", "ledger_checkpoints_no_delete",
}

// MissingTriggers lists the triggers that guard the ledger and are not there.
func (s *Store) MissingTriggers(ctx context.Context) ([]string, error) {
	question := "SELECT name FROM sqlite_master WHERE type = 'trigger'"
	if s.dialect.name() == mysqlName {
		question = "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
	}
	var there, missing []string
	if err := s.reading(ctx).Raw(question).Scan(&there).Error; err != nil {
		return nil, classify("look for triggers", err)
	}
	for _, name := range ledgerTriggers {
		if !slices.Contains(there, name) {
			missing = append(missing, name)
		}
	}
	return missing, nil
}
