"""Fixtures of the sealed files: a world, a sealed bundle, a scratch folder that must be empty after every refusal."""

from pathlib import Path

import pytest

from tests.bundle.builders import World


@pytest.fixture(scope="session")
def world() -> World:
    """Two laptops and a bureau."""
    return World()


@pytest.fixture(scope="session")
def bundle(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sound bundle."""
    return world.seal(tmp_path_factory.mktemp("outbox") / "aaaaaaaa-000001.bundle").path


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Where bundles are opened."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder
