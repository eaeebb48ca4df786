// One HTTP request over TLS or plain TCP, blocking, for tools that talk to hellojohn-mock-server beside the SDK.
#pragma once

#include <hellojohn/transport.hpp>

#include <string>

namespace samples {

/// Sends `request` to request.origin and waits at most 10 s. Status 0 if there was no answer.
[[nodiscard]] hellojohn::HttpResponse http_call(const hellojohn::HttpRequest& request,
                                                const std::string& ca_pem);

}  // namespace samples
