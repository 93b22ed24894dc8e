"""Keys: what is wrapped opens with its passphrase alone, what is sealed with its key alone, and damage has a name."""

import io
import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import keys
from inspector_app.errors import Problem

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PASSPHRASE = "校园督查 café 2026"

Vault = tuple[bytes, keys.Secrets]
Person = tuple[bytes, keys.PersonPublic]


@pytest.fixture(scope="module")
def vault() -> Vault:
    """A vault, made once: stretching a passphrase is slow on purpose."""
    return keys.new_vault(PASSPHRASE)


@pytest.fixture(scope="module")
def person() -> Person:
    """A person's key file and public half."""
    return keys.new_person_key("246810")


def test_vault_opens_with_its_passphrase(vault: Vault) -> None:
    """The secrets come back, whichever way the system composes accents."""
    data, secrets = vault
    assert secrets == keys.open_vault(data, unicodedata.normalize("NFD", PASSPHRASE))
    assert (32, 32, 64) == (len(secrets.database_key), len(secrets.signing), len(secrets.verify_key))
    assert secrets.age_recipient.startswith("age1")


def test_wrong_passphrase_is_named(vault: Vault) -> None:
    """A wrong passphrase is that and nothing else."""
    with pytest.raises(Problem, match="keys.wrong_passphrase"):
        keys.open_vault(vault[0], "guess")


@settings(deadline=None)
@given(st.data())
def test_a_damaged_vault_is_not_a_wrong_passphrase(vault: Vault, data: st.DataObject) -> None:
    """One flipped bit, a cut end or an added byte anywhere is damage, found before the passphrase is tried."""
    damaged = bytearray(vault[0])
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    for wrong in (bytes(damaged), vault[0][: data.draw(st.integers(0, len(damaged) - 1))], vault[0] + b"\0"):
        with pytest.raises(Problem, match="keys.vault_damaged"):
            keys.open_vault(wrong, PASSPHRASE)


def test_a_person_key_is_no_vault(person: Person) -> None:
    """Files of one kind do not pass as the other."""
    with pytest.raises(Problem, match="keys.vault_damaged"):
        keys.open_vault(person[0], "246810")


def test_change_passphrase(vault: Vault) -> None:
    """The new passphrase opens the same secrets, the old one opens nothing."""
    changed = keys.change_passphrase(vault[0], PASSPHRASE, "new")
    assert vault[1] == keys.open_vault(changed, "new")
    with pytest.raises(Problem, match="keys.wrong_passphrase"):
        keys.open_vault(changed, PASSPHRASE)


def test_secrets_do_not_print(vault: Vault, person: Person) -> None:
    """No secret is in a repr, where logs and tracebacks would find it."""
    authority = keys.new_authority("县教育局", NOW)
    shown = repr((vault[1], keys.open_person_key(person[0], "246810"), authority))
    assert "(Secrets(…), PersonKey(…), Authority('县教育局'))" == shown


def test_person_key(person: Person) -> None:
    """The public half is readable without the PIN; the private half signs entries that the public half verifies."""
    data, public = person
    key = keys.open_person_key(data, "246810")
    assert public == keys.person_public(data) == key.public
    assert keys.verify(public.entry_key, b"entry", key.sign_entry(b"entry"))
    with pytest.raises(Problem, match="keys.wrong_passphrase"):
        keys.open_person_key(data, "000000")
    assert key == keys.open_person_key(keys.change_pin(data, "246810", "1"), "1")


def test_signatures() -> None:
    """RFC 8032 test 1; any other message, key or signature is wrong, malformed ones included."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signature = keys.sign(seed, b"")
    assert (public, True) == (keys.verify_key_of(seed), keys.verify(public, b"", signature))
    assert signature.hex().startswith("e5564300c360ac72")
    wrong = [
        ("00" * 32, b"", signature),
        (public, b"x", signature),
        (public, b"", signature[:-1]),
        ("zz", b"", signature),
    ]
    assert [False] * 4 == [keys.verify(*one) for one in wrong]


def test_sealed_to_several() -> None:
    """Each recipient opens it, a stranger does not."""
    one, two, stranger = (keys.new_age_identity() for _ in range(3))
    sealed = keys.encrypt(b"photo", [keys.age_recipient(one), keys.age_recipient(two)])
    assert [b"photo", b"photo"] == [keys.decrypt(sealed, [one]), keys.decrypt(sealed, [stranger, two])]
    with pytest.raises(Problem, match="keys.cannot_decrypt"):
        keys.decrypt(sealed, [stranger])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_changed_ciphertext_does_not_open(data: st.DataObject) -> None:
    """A flipped bit or a cut end is refused, whole or streamed."""
    sealed, identity = _sealed()
    changed = bytearray(sealed)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    for wrong in (bytes(changed), sealed[: data.draw(st.integers(0, len(sealed) - 1))]):
        with pytest.raises(Problem, match="keys.cannot_decrypt"):
            keys.decrypt(wrong, [identity])
        with pytest.raises(Problem, match="keys.cannot_decrypt"):
            keys.decrypt_stream(io.BytesIO(wrong), io.BytesIO(), [identity])


def _sealed(made: list[tuple[bytes, str]] = []) -> tuple[bytes, str]:  # noqa: B006  # made once, on purpose
    if not made:
        identity = keys.new_age_identity()
        made.append((keys.encrypt(b"x" * 70_000, [keys.age_recipient(identity)]), identity))
    return made[0]


def test_sealed_files(tmp_path: Path) -> None:
    """A file comes back the same; a refused one leaves nothing behind."""
    identity = keys.new_age_identity()
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(b"y" * 300_000)
    keys.encrypt_file(plain, sealed, [keys.age_recipient(identity)])
    keys.decrypt_file(sealed, opened, [identity])
    assert plain.read_bytes() == opened.read_bytes()
    sealed.write_bytes(sealed.read_bytes()[:-1])
    with pytest.raises(Problem, match="keys.cannot_decrypt"):
        keys.decrypt_file(sealed, tmp_path / "again", [identity])
    assert {plain, sealed, opened} == set(tmp_path.iterdir())


def test_errors_of_either_end_come_through() -> None:
    """A full disk while sealing is that, not a sealing error."""

    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "full")

    recipient = keys.age_recipient(keys.new_age_identity())
    with pytest.raises(OSError, match="full"):
        keys.encrypt_stream(io.BytesIO(b"x" * 100_000), Full(), [recipient])


@pytest.mark.parametrize("recipients", [[], ["age1nonsense"]])
def test_bad_recipients(recipients: list[str]) -> None:
    """Sealing to nobody, or to what is no key, is refused."""
    with pytest.raises(Problem, match="keys.bad_recipient"):
        keys.encrypt(b"x", recipients)


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed: not judged")
def test_debians_age_opens_it(tmp_path: Path) -> None:
    """A foreign program opens what was sealed, and we open what it sealed."""
    identity = keys.new_age_identity()
    (tmp_path / "key").write_text(identity + "\n")
    (tmp_path / "sealed").write_bytes(keys.encrypt(b"photo", [keys.age_recipient(identity)]))
    opened = subprocess.run(["age", "-d", "-i", tmp_path / "key", tmp_path / "sealed"], capture_output=True, check=True)
    made = subprocess.run(["age", "-r", keys.age_recipient(identity)], input=b"z", capture_output=True, check=True)
    assert (b"photo", b"z") == (opened.stdout, keys.decrypt(made.stdout, [identity]))


def test_certificates(person: Person) -> None:
    """The bureau's word for a person's key: signed by its root, for signing only, valid for a clock that is behind."""
    authority = keys.read_authority(keys.new_authority("县教育督导委员会办公室", NOW).dump())
    pem = keys.issue(authority, "I02", "李督学", person[1], NOW)
    root = x509.load_pem_x509_certificate(authority.certificate.encode())
    leaf = x509.load_pem_x509_certificate(pem.encode())
    leaf.verify_directly_issued_by(root)
    behind = NOW - timedelta(days=20)
    for certificate in (root, leaf):
        assert certificate.not_valid_before_utc < behind < certificate.not_valid_after_utc
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (True, True, False) == (usage.digital_signature, usage.content_commitment, usage.key_cert_sign)
    assert person[1].p256 == keys.certificate_key(pem)
    assert ["CN", "李督学", "I02"] == [attribute.value for attribute in leaf.subject]


def test_only_p256_is_certified() -> None:
    """What is no P-256 public key gets no certificate."""
    authority = keys.new_authority("局", NOW)
    with pytest.raises(Problem, match="keys.bad_public_key"):
        keys.issue(authority, "I02", "李", keys.PersonPublic("00" * 32, "-----BEGIN NONSENSE-----"), NOW)


@pytest.mark.parametrize(
    "code",
    ["wrong_passphrase", "vault_damaged", "cannot_decrypt", "bad_recipient", "bad_public_key"],
)
def test_every_problem_has_words(code: str) -> None:
    """Each Problem speaks both languages."""
    problem = Problem(f"keys.{code}", "here")
    assert 3 == len(problem.lines("zh")) == len(problem.lines("en"))
