"""Other people's tus clients upload to our receiver: tuspy (Python), and tus-js-client under node where it is installed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tusclient.client import TusClient

from tests.transfer.receiver import Desk, bundle, listening, road, token

MIB = 1 << 20
_SCRIPT = """
const tus = require(process.argv[1]); const fs = require("fs");
const [address, file, sha256, token] = process.argv.slice(2);
const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint: address + "/v1/uploads", chunkSize: 1 << 20, uploadSize: fs.statSync(file).size,
  metadata: {sha256}, headers: {Authorization: "Bearer " + token},
  onError: (error) => { console.error(String(error)); process.exit(1); },
  onSuccess: () => console.log("done"),
});
upload.start();
"""


def test_tuspy_uploads_and_resumes(tmp_path: Path) -> None:
    """In chunks; stopped after two of them, another uploader of tuspy goes on at the offset we tell it."""
    desk = Desk(tmp_path / "bureau")
    file, name = bundle(tmp_path, 5 * MIB + 3)
    with listening(desk) as address, file.open("rb") as stream:
        headers = {"Authorization": f"Bearer {token(address)}"}
        client = TusClient(f"{address}/v1/uploads", headers=headers)
        begun = client.uploader(file_stream=stream, chunk_size=MIB, metadata={"sha256": name}, upload_checksum=True)
        begun.upload(stop_at=2 * MIB)
        rest = client.uploader(file_stream=stream, chunk_size=MIB, url=begun.url, upload_checksum=True)
        assert 2 * MIB == rest.get_offset()
        rest.upload()
        with road(address) as open_road:
            assert "received" == open_road.send(file, name).state
    assert [name] == desk.receipts()


def test_tus_js_client_uploads(tmp_path: Path) -> None:
    """The reference client, where node has it (NODE_PATH names the folder that holds tus-js-client)."""
    node, modules = shutil.which("node"), os.environ.get("NODE_PATH", "")
    package = next((Path(one) / "tus-js-client" for one in modules.split(os.pathsep) if one), None)
    if node is None or package is None or not package.is_dir():
        pytest.skip("needs node with tus-js-client: npm install tus-js-client, NODE_PATH=<that>/node_modules")
    desk = Desk(tmp_path / "bureau")
    file, name = bundle(tmp_path, 3 * MIB + 5)
    with listening(desk) as address:
        command = [node, "-e", _SCRIPT, str(package), address, str(file), name, token(address)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert ("done\n", 0) == (done.stdout, done.returncode), json.dumps(done.stderr[:500])
        with road(address) as open_road:
            assert "received" == open_road.send(file, name).state
    assert [name] == desk.receipts()
