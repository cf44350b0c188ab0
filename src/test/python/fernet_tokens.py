"""Encrypts and decrypts with Python's cryptography. In: {"keys": [...], "encrypt": [...], "decrypt": [...]}, all of them texts."""

import json
import sys

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

asked = json.load(sys.stdin)
fernet = MultiFernet([Fernet(key) for key in asked["keys"]])


def decrypted(token):
    try:
        return fernet.decrypt(token.encode()).decode()
    except InvalidToken:
        return None


json.dump(
    {
        "encrypted": [fernet.encrypt(text.encode()).decode() for text in asked["encrypt"]],
        "decrypted": [decrypted(token) for token in asked["decrypt"]],
    },
    sys.stdout,
)
