package serve_test

import (
	"strings"
	"syscall"
	"testing"
)

func TestDoctorBeforeAndAfterTheServiceRuns(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		code, out, errs := run(t, o.environment(o.api.URL), "doctor")
		if code != 1 || strings.Count(out, "\nFAIL  ") != 1 || !strings.Contains(out, "\nFAIL  callback url: ") {
			t.Errorf("without the service: exit code %d\n%s", code, out)
		}
		expectNoSecrets(o, "doctor", out+errs)
		o.serve()
		if out := o.command("doctor"); strings.Count(out, "ok    ") < 11 || strings.Contains(out, "FAIL") {
			t.Errorf("with the service:\n%s", out)
		}
	})
}

func TestTamperingIsFound(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		desk := o.serve()
		o.register("wangfang")
		o.settle()
		desk.stop(syscall.SIGTERM)
		o.expectSoundLedger()

		const change = "UPDATE ledger_entries SET payload = '{}' WHERE seq = 2"
		if _, err := o.data.db.ExecContext(t.Context(), change); err == nil {
			t.Error("the database let an entry be changed")
		}
		execute(t, o.data.db, "DROP TRIGGER ledger_entries_no_update")
		execute(t, o.data.db, change)
		code, out, errs := run(t, o.environment(o.api.URL), "verify", "--json")
		if code != 1 || !strings.Contains(out, `"ok":false`) || strings.Contains(errs, `"level":"ERROR"`) {
			t.Errorf("exit code %d\n%s%s", code, out, errs)
		}
	})
}

func TestWrongSettingsAreListedAtOnce(t *testing.T) {
	t.Parallel()
	code, out, errs := run(t, []string{"DESK_WECOM_SECRET_FILE=/nowhere/secret", "DESK_WECOM_AGENT_ID=seven"}, "serve")
	if code != 2 || out != "" {
		t.Errorf("exit code %d: %s", code, out)
	}
	for _, name := range []string{"DESK_PUBLIC_URL", "DESK_WECOM_CORP_ID", "DESK_WECOM_AGENT_ID", "DESK_WECOM_SECRET_FILE", "DESK_WECOM_TOKEN", "DESK_WECOM_AES_KEY"} {
		if !strings.Contains(errs, name) {
			t.Errorf("%s is not listed:\n%s", name, errs)
		}
	}
}
