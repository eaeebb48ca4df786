// Finds the accessibility bus of the session. Starts no session bus.
#include "bridge_impl.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

namespace {

/// GIO would start a bus if the session has none.
bool session_has_bus() {
  if (std::getenv("DBUS_SESSION_BUS_ADDRESS") != nullptr) return true;
  const char* const folder = std::getenv("XDG_RUNTIME_DIR");
  return folder != nullptr &&
         g_file_test((std::string(folder) + "/bus").c_str(), G_FILE_TEST_EXISTS) != 0;
}

/// As programs with GTK understand it.
bool switched_off() {
  const char* const off = std::getenv("NO_AT_BRIDGE");
  return off != nullptr && std::string_view(off) == "1";
}

}  // namespace

Owned<GDBusConnection> accessibility_bus() {
  if (switched_off() || !session_has_bus()) return nullptr;
  Owned<GDBusConnection> session(g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, nullptr));
  if (session == nullptr) return nullptr;
  const Owned<GVariant> answer(g_dbus_connection_call_sync(
      session.get(), "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", nullptr,
      G_VARIANT_TYPE("(s)"), G_DBUS_CALL_FLAGS_NONE, patience_ms, nullptr, nullptr));
  if (answer == nullptr) return nullptr;
  const char* address = nullptr;
  g_variant_get(answer.get(), "(&s)", &address);
  constexpr auto flags =
      static_cast<GDBusConnectionFlags>(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION);
  Owned<GDBusConnection> bus(
      g_dbus_connection_new_for_address_sync(address, flags, nullptr, nullptr, nullptr));
  // A host must not end because a bus ends.
  if (bus != nullptr) g_dbus_connection_set_exit_on_close(bus.get(), FALSE);
  return bus;
}

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
