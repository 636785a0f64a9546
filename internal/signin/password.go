package signin

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"bamban/internal/fault"

	"golang.org/x/crypto/argon2"
)

// Argon2id as OWASP's password storage cheat sheet advises for 19 MiB: two passes,
// one lane.
const (
	argonTime   = 2
	argonMemory = 19 * 1024 // KiB
	saltBytes   = 16
	keyBytes    = 32
)

// MinPassword is the fewest characters of a password.
const MinPassword = 10

// hashing at once is bounded, so that many sign-ins do not take the memory of a
// small machine.
var hashing = make(chan struct{}, 2)

// HashPassword gives the stored form of a password (PHC string format).
func HashPassword(password string) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(derive(password, salt, argonTime, argonMemory)))
}

func derive(password string, salt []byte, time, memory uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, time, memory, 1, keyBytes)
}

// CheckPassword reports whether a password is the stored one. A stored form that
// can't be read matches nothing, at the same cost.
func CheckPassword(stored, password string) bool {
	var version int
	var memory, time uint32
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		derive(password, make([]byte, saltBytes), argonTime, argonMemory)
		return false
	}
	_, err1 := fmt.Sscanf(parts[2], "v=%d", &version)
	_, err2 := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &time)
	salt, err3 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err4 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || memory > 1<<20 || time > 16 {
		return false
	}
	return subtle.ConstantTimeCompare(derive(password, salt, time, memory), want) == 1
}

// ValidatePassword refuses passwords that are too short or easily guessed.
func ValidatePassword(password, login string) error {
	if utf8.RuneCountInString(password) < MinPassword {
		return fault.New("password.too_short", "password", "min", MinPassword)
	}
	if len(password) > 1000 {
		return fault.New("field.too_long", "password", "max", 1000)
	}
	lower := strings.ToLower(password)
	if login != "" && strings.Contains(lower, strings.ToLower(login)) || isSimple(lower) {
		return fault.New("password.common", "password")
	}
	return nil
}

// isSimple tells of passwords made of a run or of few different characters.
func isSimple(p string) bool {
	seen := map[rune]bool{}
	runs, last := 0, rune(0)
	for _, r := range p {
		seen[r] = true
		if r == last || r == last+1 || r == last-1 {
			runs++
		}
		last = r
	}
	return len(seen) < 5 || runs*3 > len(p)*2
}

const passwordLetters = "abcdefghijkmnpqrstuvwxyz23456789" // 32 that are not mistaken for each other

// RandomPassword makes a one-time password that can be read over the telephone:
// 60 bits in three groups.
func RandomPassword() string {
	raw := make([]byte, 12)
	_, _ = rand.Read(raw)
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(passwordLetters[int(c)%len(passwordLetters)])
	}
	return b.String()
}
