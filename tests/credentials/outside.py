"""A verifier that shares nothing with the portal: openbadgeslib for badges, pyoxigraph and cryptography for proofs.

It knows the issuer's name, as a school would, and fetches keys and lists from the published addresses.
"""

import hashlib
import json
from importlib.resources import files
from typing import Any

import pyoxigraph
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from openbadgeslib.ob3.did import _b58btc_decode, resolve_verification_method
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from tests.credentials.conftest import Fetch

ISSUER = "did:web:testserver"
THEIR_CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr_context_2.0.1.json",
}
Refused = OB3VerificationError

__all__ = ["ISSUER", "Refused", "rust_accepts", "accepts_document", "accepts_token"]


def accepts_token(token: str, fetch: Fetch, with_status: bool = True, issuer: str = ISSUER) -> Any:
    """The badge in a token. Raises Refused."""
    verifier = OB3Verifier.for_issuer_did(issuer, download=fetch)
    return verifier.verify(token, check_status=with_status, download=fetch)


def accepts_document(document: dict[str, Any], fetch: Fetch, with_status: bool = True, issuer: str = ISSUER) -> Any:
    """The badge in a document with a proof. Raises Refused. Its status list is one with a proof, which this library
    does not check: `rust_accepts` does."""
    verifier = OB3LdpVerifier.for_issuer_did(issuer)
    return verifier.verify(document, check_status=with_status, download=fetch, verify_status_list=False)


def rust_accepts(document: dict[str, Any], fetch: Fetch) -> bool:
    """Whether the proof fits, by another JSON-LD reader and another canonicalisation, both of Oxigraph."""
    proof = dict(document["proof"])
    value = _b58btc_decode(proof.pop("proofValue")[1:])
    unsigned = {name: part for name, part in document.items() if name != "proof"}
    stated = {"@context": document["@context"], **proof}
    public = load_pem_public_key(resolve_verification_method(proof["verificationMethod"], download=fetch))
    try:
        public.verify(value, digest(stated) + digest(unsigned))  # type: ignore[call-arg,union-attr]
    except InvalidSignature:
        return False
    return True


def digest(document: dict[str, Any]) -> bytes:
    return hashlib.sha256(canonical(document).encode()).digest()


def canonical(document: dict[str, Any]) -> str:
    """RDFC-1.0, with the contexts that openbadgeslib brings."""
    inside = json.dumps(with_contexts_inside(document))
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(inside, format=pyoxigraph.RdfFormat.JSON_LD))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def with_contexts_inside(part: Any) -> Any:
    """The same with every context in place of its address."""
    if isinstance(part, list):
        return [with_contexts_inside(one) for one in part]
    if not isinstance(part, dict):
        return part
    folder = files("openbadgeslib.ob3.contexts")
    return {
        name: [json.loads(folder.joinpath(THEIR_CONTEXTS[one]).read_text("utf-8"))["@context"] for one in inner]
        if name == "@context"
        else with_contexts_inside(inner)
        for name, inner in part.items()
    }
