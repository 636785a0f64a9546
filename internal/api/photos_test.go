package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"bamban/internal/api"
)

// The record of a desk's photo comes first; then its bytes, from who wrote it, as it says.
func TestTheBytesOfAPhotoFollowTheStepThatNamesThem(t *testing.T) {
	o := newOffice(t)
	id := idOf(t, o.does(t, 201, "station_desk", "POST", "/api/enrolments", fmt.Sprintf(`{"program":"border_home","household":"%s","exception":"thử"}`, o.in["household"])))
	photo := "\xff\xd8\xff\xe0\x00\x10JFIF\x00nhà của hộ"
	sum := sha256.Sum256([]byte(photo))
	digest := hex.EncodeToString(sum[:])
	way := "/api/files/" + digest
	o.does(t, 404, "station_desk", "POST", way, photo) // no record speaks of it
	step := fmt.Sprintf(`{"ids":["%s"],"to":"checked","form":"house_check","form_version":1,"answers":%%q,"photos_with":[{"digest":"%s","size":%d}]}`, id, digest, len(photo))
	take := func(answers string) (out api.RunJSON) {
		w := o.does(t, 200, "station_desk", "POST", "/api/enrolments/step", fmt.Sprintf(step, answers))
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := take(`{"state":"bad"}`); len(out.Done) > 0 {
		t.Fatal("the step was taken without valid answers")
	}
	o.does(t, 404, "station_desk", "POST", way, photo)
	if out := take(`{"state":"bad","land":"paper","safe":true,"family_hands":2,"plot_photo":"` + digest + `"}`); len(out.Done) != 1 {
		t.Fatalf("with valid answers: %+v", out.Failed)
	}
	o.does(t, 404, "station_officer", "POST", way, photo) // who did not write the record
	o.does(t, 422, "station_desk", "POST", way, photo[:8])
	o.does(t, 422, "station_desk", "POST", way, "\x89PNG\r\n\x1a\n"+photo[8:])
	o.does(t, 404, "station_desk", "GET", way, "")
	o.does(t, 204, "station_desk", "POST", way, photo)
	o.does(t, 204, "station_desk", "POST", way, photo) // an answer that was lost is asked again
	if got := o.does(t, 200, "station_desk", "GET", way, "").Body.String(); got != photo {
		t.Errorf("the photo reads %q", got)
	}
	o.does(t, 404, "partner", "GET", way, "")
}
