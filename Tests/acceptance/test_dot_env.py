"""The file `.env`."""

import pathlib
import re

import pytest
from conftest import PROFILE
from crm_server import run_command
from test_cli import only_line


def test_settings_are_read_from_dot_env(tmp_path):
    (tmp_path / ".env").write_text("# our settings\nTIME_ZONE=Mars/Base\n")
    result = run_command("serve", "--port", 0, data=tmp_path)
    assert result.returncode > 0 and "TIME_ZONE" in only_line(result.stderr)


@pytest.mark.parametrize(
    "line",
    [
        'TIME_ZONE="Asia/Tokyo"', "TIME_ZONE='Asia/Tokyo'", "export TIME_ZONE=Asia/Tokyo", "  TIME_ZONE = Asia/Tokyo  ", "TIME_ZONE=Asia/Tokyo # ours",
        'TIME_ZONE="Asia/Tokyo" # ours', "\ufeffTIME_ZONE=Asia/Tokyo", "TIME_ZONE=Asia/Tokyo\r\nDEBUG=\r\n", "TIME_ZONE=Mars/Base\nTIME_ZONE=Asia/Tokyo",
    ],
)
def test_dot_env_is_read_as_other_programs_read_it(tmp_path, line):
    (tmp_path / ".env").write_bytes(f"# ours\n\n{line}\n".encode() if line[0] != "\ufeff" else line.encode())
    assert "time zone Asia/Tokyo" in run_command("doctor", data=tmp_path).stdout


def test_a_quoted_key_reaches_the_provider_without_its_marks(start_server, llm, tmp_path):
    (tmp_path / ".env").write_text(f'OPENAI_API_KEY="sk-\\"1\\"#2"\nOPENAI_BASE_URL=\'{llm.base_url}\'\n')
    server = start_server(data=tmp_path)
    server.post("/business-profile/1", PROFILE)
    assert server.post("/chat/message", {"user_id": 1, "message": "hello"}).status_code == 200
    assert llm.requests[-1].headers["authorization"] == 'Bearer sk-"1"#2'


@pytest.mark.parametrize(
    "text, fault",
    [
        ("TIME_ZONE=UTC\nsecret-word\n", "line 2"), ("=secret-word", "line 1"), ("2FACTOR=secret-word", "line 1"),
        ('OPENAI_API_KEY="secret-word', "line 1"), ("OPENAI_API_KEY='secret-word'x", "line 1"), (b"OPENAI_MODEL=\xff", "UTF-8"),
    ],
)
def test_a_line_of_dot_env_that_cannot_be_read_stops_the_start_unrepeated(tmp_path, text, fault):
    (tmp_path / ".env").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = run_command("serve", "--port", 0, data=tmp_path)
    line = only_line(result.stderr)
    assert result.returncode > 0 and ".env" in line and fault in line and "secret-word" not in line


def test_the_doctor_names_the_setting_that_a_mistyped_one_may_mean(tmp_path):
    (tmp_path / ".env").write_text("OPENAI_MODLE=gpt-4o\nPOSTGRES_USER=crm\nDATABASE_NAME=crm\n")
    result = run_command("doctor", data=tmp_path)
    assert "Line 1 of .env sets OPENAI_MODLE" in result.stdout and "OPENAI_MODEL meant" in result.stdout
    assert "POSTGRES_USER" not in result.stdout and "DATABASE_NAME" not in result.stdout


def test_a_start_names_the_setting_that_a_mistyped_one_may_mean(tmp_path):
    (tmp_path / ".env").write_text("POTR=8080\nTIME_ZONE=Mars/Base\n")
    result = run_command("serve", "--port", 0, data=tmp_path)
    assert "Line 1 of .env sets POTR, which nothing reads; is PORT meant?" in result.stdout


def test_the_doctor_knows_every_setting_of_the_example(tmp_path):
    example = pathlib.Path(__file__).parents[2] / ".env.example"
    names = re.findall(r"^# *([A-Z][A-Z_]+)=", example.read_text(), re.MULTILINE)
    (tmp_path / ".env").write_text("".join(f"{name}_\n".replace("_\n", "Q=\n") for name in names))
    told = run_command("doctor", data=tmp_path).stdout
    assert len(names) > 50 and [name for name in names if f"is {name} meant" not in told] == []
