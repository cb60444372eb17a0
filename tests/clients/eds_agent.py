"""Speaks to evolution-data-server for the tests: one JSON command a line in, one JSON answer a line out."""

import json
import sys

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, GLib, ICalGLib  # noqa: E402

MODES = {"this": ECal.ObjModType.THIS, "this-and-future": ECal.ObjModType.THIS_AND_FUTURE, "all": ECal.ObjModType.ALL}


def wait_until(condition, seconds=60):
    """Runs the main loop, where the program's notices arrive, until the condition holds."""
    loop = GLib.MainLoop()
    left = [seconds * 10]

    def look():
        left[0] -= 1
        if condition() or left[0] <= 0:
            loop.quit()
            return False
        return True

    GLib.timeout_add(100, look)
    loop.run()
    return condition()


class Agent:
    def connect(self, port, path, login, password):
        registry = EDataServer.SourceRegistry.new_sync(None)
        source = EDataServer.Source.new_with_uid("stafett", None)
        source.set_display_name("Stafett")
        source.set_parent("caldav-stub")
        source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("caldav")
        authentication = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
        authentication.set_host("localhost")
        authentication.set_port(port)
        authentication.set_user(login)
        authentication.set_method("plain/password")
        source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_resource_path(path)
        source.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_secure(True)
        source.get_extension(EDataServer.SOURCE_EXTENSION_OFFLINE).set_stay_synchronized(True)
        registry.commit_source_sync(source, None)
        assert wait_until(lambda: registry.ref_source("stafett") is not None)
        source = registry.ref_source("stafett")
        source.store_password_sync(password, False, None)
        self.client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)
        # Right after connecting a calendar counts as read-only until its privileges have been read.
        self.client.refresh_sync(None)
        wait_until(lambda: not self.client.is_readonly(), seconds=10)
        return {"readonly": self.client.is_readonly()}

    def list(self):
        self.client.refresh_sync(None)
        return {"objects": [c.as_ical_string() for c in self.client.get_object_list_sync("#t", None)[1]]}

    def create(self, component):
        ok, uid = self.client.create_object_sync(ICalGLib.Component.new_from_string(component), 0, None)
        assert ok
        return {"uid": uid}

    def modify(self, component, mode):
        assert self.client.modify_object_sync(ICalGLib.Component.new_from_string(component), MODES[mode], 0, None)
        return {}

    def remove(self, uid, rid, mode):
        assert self.client.remove_object_sync(uid, rid, MODES[mode], 0, None)
        return {}


def main():
    agent = Agent()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(agent, request.pop("command"))(**request)
        except (GLib.Error, AssertionError) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
