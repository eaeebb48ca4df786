// See sys/socket.h beside it.
#pragma once
#include <sys/socket.h>
