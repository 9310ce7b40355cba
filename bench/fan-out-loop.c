/*
 * What fan-out is held against: an epoll loop that does nothing but forward, one send() per receiver and message.
 *
 * usage: fan-out-loop MESSAGE_BYTES ROOM_SOCKETS    says "port N" when it listens, and ends with its input
 *
 * A message is MESSAGE_BYTES bytes, and nothing stands before it. Sockets come into rooms of ROOM_SOCKETS in the order in which they are accepted; a
 * message goes to all others of the sender's room.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKETS_MAX = 1024, EVENTS_MAX = 256, MESSAGE_MAX = 65536 };

static int sockets[SOCKETS_MAX];
static int count;
static int place_of[SOCKETS_MAX * 4];
static unsigned char partial[SOCKETS_MAX][MESSAGE_MAX];
static int have[SOCKETS_MAX];

static void forward(int from, int bytes, int room_sockets) {
  int first = from / room_sockets * room_sockets;
  for (int to = first; to < first + room_sockets && to < count; to++)
    if (to != from && send(sockets[to], partial[from], bytes, MSG_NOSIGNAL) != bytes) exit(3);
}

static void take(int place, int bytes, int room_sockets) {
  for (;;) {
    ssize_t got = recv(sockets[place], partial[place] + have[place], bytes - have[place], MSG_DONTWAIT);
    if (got <= 0) return;
    have[place] += got;
    if (have[place] < bytes) continue;
    have[place] = 0;
    forward(place, bytes, room_sockets);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int bytes = atoi(argv[1]), room_sockets = atoi(argv[2]), one = 1;
  if (bytes < 1 || bytes > MESSAGE_MAX || room_sockets < 2) return 2;
  int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, SOCKETS_MAX)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &length);
  struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &wanted);
  wanted.data.fd = 0;
  epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &wanted);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    struct epoll_event events[EVENTS_MAX];
    int ready = epoll_wait(epoll, events, EVENTS_MAX, -1);
    for (int at = 0; at < ready; at++) {
      int fd = events[at].data.fd;
      char ignored;
      if (fd == 0 && read(0, &ignored, 1) <= 0) return 0;
      if (fd == listener && count < SOCKETS_MAX) {
        int accepted = accept(listener, NULL, NULL);
        if (accepted < 0 || accepted >= SOCKETS_MAX * 4) return 1;
        setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        wanted.data.fd = accepted;
        epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &wanted);
        place_of[accepted] = count;
        sockets[count++] = accepted;
      } else if (fd != 0 && fd != listener)
        take(place_of[fd], bytes, room_sockets);
    }
  }
}
