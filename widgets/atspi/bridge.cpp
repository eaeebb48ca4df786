// The connection to the accessibility bus. All answers are given inside update(), on the host's thread.
#include "bridge_impl.hpp"
#include "protocol.hpp"

#include <algorithm>
#include <charconv>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

namespace {

constexpr int patience_ms = 1000;

Owned<GDBusConnection> accessibility_bus() {
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

}  // namespace

Bridge::Impl::Target Bridge::Impl::target(const char* path) const {
  Target out;
  const std::string_view whole(path);
  out.application = whole == root_path;
  const std::size_t slash = whole.rfind('/');
  if (out.application || slash == std::string_view::npos) return out;
  const std::string_view number = whole.substr(slash + 1);
  std::uint32_t id = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), id);
  if (failed != std::errc() || end != number.data() + number.size()) return out;
  out.window = id == window_id;
  if (!out.window && frame != nullptr) out.object = tree.find(id);
  return out;
}

void Bridge::Impl::call(GDBusConnection*, const gchar*, const gchar* path, const gchar* interface,
                        const gchar* method, GVariant* in, GDBusMethodInvocation* invocation,
                        gpointer self) {
  auto& impl = *static_cast<Impl*>(self);
  const Target target = impl.target(path);
  if (!target.found()) {
    g_dbus_method_invocation_return_dbus_error(
        invocation, "org.freedesktop.DBus.Error.UnknownObject", "it is not there any more");
    return;
  }
  const std::string_view kind(interface);
  GVariant* answer = nullptr;
  if (kind == "org.a11y.atspi.Application") {
    answer = g_variant_new("(s)", "");
  } else if (kind == "org.a11y.atspi.Action") {
    answer = impl.action(target, method);
  } else if (kind == "org.a11y.atspi.Accessible") {
    answer = impl.accessible(target, method, in);
  } else {
    answer = impl.text(target, method, in);
  }
  g_dbus_method_invocation_return_value(invocation, answer);
}

GVariant* Bridge::Impl::get(GDBusConnection*, const gchar*, const gchar* path, const gchar*,
                            const gchar* name, GError** error, gpointer self) {
  auto& impl = *static_cast<Impl*>(self);
  const Target target = impl.target(path);
  if (target.found()) return impl.property(target, name);
  g_set_error_literal(error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT, "it is not there any more");
  return nullptr;
}

gboolean Bridge::Impl::set(GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*,
                           GVariant* value, GError**, gpointer self) {
  static_cast<Impl*>(self)->application_id = g_variant_get_int32(value);  // "Id", by the registry.
  return TRUE;
}

void Bridge::Impl::offer(const std::string& path) {
  static const GDBusInterfaceVTable answers{call, get, set, {}};
  Offered& offered = offers.emplace_back();
  offered.path = path;
  for (const std::string_view name : interfaces_of(target(path.c_str()))) {
    GDBusInterfaceInfo* const info =
        g_dbus_node_info_lookup_interface(node.get(), std::string(name).c_str());
    offered.registrations.push_back(g_dbus_connection_register_object(
        bus.get(), path.c_str(), info, &answers, this, nullptr, nullptr));
  }
}

void Bridge::Impl::withdraw(const std::string& path) {
  const auto at = std::ranges::find(offers, path, &Offered::path);
  if (at == offers.end()) return;
  for (const guint registration : at->registrations) {
    g_dbus_connection_unregister_object(bus.get(), registration);
  }
  offers.erase(at);
}

bool Bridge::Impl::start() {
  context.reset(g_main_context_new());
  g_main_context_push_thread_default(context.get());
  bus = accessibility_bus();
  node.reset(g_dbus_node_info_new_for_xml(interfaces_xml, nullptr));
  const bool connected = bus != nullptr && node != nullptr;
  if (connected) {
    offer(root_path);
    offer(path_of(window_id));
  }
  g_main_context_pop_thread_default(context.get());
  return connected && embed();
}

/// Makes the application a child of the desktop. The registry asks for its properties meanwhile.
bool Bridge::Impl::embed() {
  const Owned<GVariant> answer(g_dbus_connection_call_sync(
      bus.get(), "org.a11y.atspi.Registry", root_path, "org.a11y.atspi.Socket", "Embed",
      g_variant_new("(@(so))", reference(root_path)), G_VARIANT_TYPE("((so))"),
      G_DBUS_CALL_FLAGS_NONE, patience_ms, nullptr, nullptr));
  if (answer == nullptr) return false;
  const char* name = nullptr;
  const char* path = nullptr;
  g_variant_get(answer.get(), "((&s&o))", &name, &path);
  parent_name = name;
  parent_path = path;
  return true;
}

Bridge::Impl::~Impl() {
  while (!offers.empty()) withdraw(std::string(offers.back().path));
}

void Bridge::Impl::emit(const std::string& path, const char* signal, const char* detail, int one,
                        int two, GVariant* any) const {
  GVariantBuilder properties;
  g_variant_builder_init(&properties, G_VARIANT_TYPE("a{sv}"));
  g_dbus_connection_emit_signal(
      bus.get(), nullptr, path.c_str(), "org.a11y.atspi.Event.Object", signal,
      g_variant_new("(siiva{sv})", detail, one, two, any, &properties), nullptr);
}

/// Clients keep copies of the tree; these signals say what to read again.
void Bridge::Impl::tell(const Tree::Changes& changes, bool first) const {
  const std::string window = path_of(window_id);
  for (const std::uint32_t id : changes.removed) {
    emit(window, "ChildrenChanged", "remove", -1, 0, reference(path_of(id).c_str()));
  }
  for (const std::uint32_t id : changes.added) {
    emit(window, "ChildrenChanged", "add", -1, 0, reference(path_of(id).c_str()));
    const Object* const object = tree.find(id);
    const bool alert = object != nullptr && role_of(*frame, *object) == role::notification;
    constexpr int assertive = 2;
    if (alert && !first) {
      emit(path_of(id), "Announcement", "", assertive, 0, string_of(name_of(*frame, *object)));
    }
  }
}

Bridge::Bridge(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Bridge::~Bridge() = default;

std::unique_ptr<Bridge> Bridge::open(std::string application) noexcept {
  auto impl = std::make_unique<Impl>();
  impl->application = std::move(application);
  if (!impl->start()) return nullptr;
  return std::unique_ptr<Bridge>(new (std::nothrow) Bridge(std::move(impl)));
}

widgets::Intents Bridge::update(const widgets::AccountAccessView& view, const widgets::Text& text,
                                const speech::Focus& focus) noexcept {
  const Frame frame{view, text, focus};
  Impl& impl = *impl_;
  impl.frame = &frame;
  impl.intents = {};
  const bool first = impl.tree.objects().empty();
  const Tree::Changes changes = impl.tree.update(frame);
  g_main_context_push_thread_default(impl.context.get());
  for (const std::uint32_t gone : changes.removed) impl.withdraw(Impl::path_of(gone));
  for (const std::uint32_t come : changes.added) impl.offer(Impl::path_of(come));
  g_main_context_pop_thread_default(impl.context.get());
  impl.tell(changes, first);
  const Object* const focused = impl.tree.focused(frame);
  const std::uint32_t id = focused != nullptr ? focused->id : 0;
  if (id != impl.focused && id != 0) {
    impl.emit(Impl::path_of(id), "StateChanged", "focused", 1, 0, g_variant_new_int32(0));
  }
  impl.focused = id;
  impl.run();
  impl.frame = nullptr;
  return impl.intents;
}

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
