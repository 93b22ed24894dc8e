"""All of pyrage and cryptography: the vault, personal keys, signatures, sealing, certificates, the two codes of a task.

Where the bytes are kept and who may ask for them is left to workspace and actions. Algorithms: Argon2id and
ChaCha20-Poly1305 wrap secrets; Ed25519 signs entries and bundles; age X25519 seals; P-256 signs documents.
"""

from inspector_app.keys.authority import (
    Authority,
    certificate_key,
    issue,
    new_authority,
    read_authority,
)
from inspector_app.keys.sealing import (
    Sink,
    Source,
    age_recipient,
    decrypt,
    decrypt_file,
    decrypt_stream,
    encrypt,
    encrypt_file,
    encrypt_stream,
    new_age_identity,
)
from inspector_app.keys.signatures import (
    new_device,
    sign,
    verify,
    verify_key_of,
)
from inspector_app.keys.two_codes import (
    FULL_COST,
    Cost,
    open_box,
    seal_box,
    stretch_codes,
)
from inspector_app.keys.vault import (
    CompartmentKey,
    PersonKey,
    PersonPublic,
    Secrets,
    change_passphrase,
    change_pin,
    new_compartment_key,
    new_person_key,
    new_vault,
    open_compartment_key,
    open_person_key,
    open_vault,
    person_public,
    renew_signing,
)

__all__ = [
    "FULL_COST",
    "Authority",
    "CompartmentKey",
    "Cost",
    "PersonKey",
    "PersonPublic",
    "Secrets",
    "Sink",
    "Source",
    "age_recipient",
    "certificate_key",
    "change_passphrase",
    "change_pin",
    "decrypt",
    "decrypt_file",
    "decrypt_stream",
    "encrypt",
    "encrypt_file",
    "encrypt_stream",
    "issue",
    "new_age_identity",
    "new_authority",
    "new_compartment_key",
    "new_device",
    "new_person_key",
    "new_vault",
    "open_box",
    "open_compartment_key",
    "open_person_key",
    "open_vault",
    "person_public",
    "read_authority",
    "renew_signing",
    "seal_box",
    "sign",
    "stretch_codes",
    "verify",
    "verify_key_of",
]
