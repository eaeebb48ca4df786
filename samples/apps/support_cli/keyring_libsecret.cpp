// The keyring behind the Secret Service (libsecret). Knows nothing of what the key is for.
#include "secret_key.hpp"

#include <cstring>

#include <libsecret/secret.h>

namespace support {

namespace {

constexpr guint patience_s = 60;

struct Lookup {
  GMainLoop* loop = nullptr;
  GCancellable* cancel = nullptr;
  gchar* found = nullptr;
  bool failed = false;
};

void on_found(GObject*, GAsyncResult* result, gpointer data) {
  auto& lookup = *static_cast<Lookup*>(data);
  GError* error = nullptr;
  lookup.found = secret_password_lookup_finish(result, &error);
  lookup.failed = error != nullptr;
  g_clear_error(&error);
  g_main_loop_quit(lookup.loop);
}

gboolean on_too_late(gpointer data) {
  g_cancellable_cancel(static_cast<Lookup*>(data)->cancel);
  return G_SOURCE_REMOVE;
}

}  // namespace

hellojohn::Secret read_keyring(const std::string& tenant, std::string& problem) {
  static const SecretSchema schema = {"dev.hellojohn.support",
                                      SECRET_SCHEMA_DONT_MATCH_NAME,
                                      {{"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {"tenant", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
                                      0,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr};
  Lookup lookup;
  lookup.loop = g_main_loop_new(nullptr, FALSE);
  lookup.cancel = g_cancellable_new();
  const guint timer = g_timeout_add_seconds(patience_s, on_too_late, &lookup);
  secret_password_lookup(&schema, lookup.cancel, on_found, &lookup, "application",
                         "hellojohn-support", "tenant", tenant.c_str(), nullptr);
  g_main_loop_run(lookup.loop);
  if (!g_cancellable_is_cancelled(lookup.cancel)) g_source_remove(timer);
  g_object_unref(lookup.cancel);
  g_main_loop_unref(lookup.loop);
  hellojohn::Secret out;
  if (lookup.found != nullptr) {
    out = hellojohn::Secret(lookup.found);
    secret_password_free(lookup.found);
  } else {
    problem = lookup.failed ? "the keyring could not be asked, or was not unlocked in time"
                            : "the keyring has no key for this tenant";
  }
  return out;
}

}  // namespace support
