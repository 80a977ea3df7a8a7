/* The reference of the fan-out: a bare loop of send() that sends one message to each of n sockets.
   fanout PORT N ROUNDS BYTES: accepts n connections and prints "ready". At each line on stdin it sends ROUNDS messages
   to all, and prints the processor time and the time that this took, in seconds. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    int n = atoi(argv[2]), rounds = atoi(argv[3]), bytes = atoi(argv[4]), one = 1;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int *sockets = malloc(n * sizeof *sockets);
    char *message = malloc(bytes), line[16];
    memset(message, 'x', bytes);

    int listening = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 4096)) return 1;
    printf("listening\n");
    fflush(stdout);
    for (int i = 0; i < n; i++)
        if ((sockets[i] = accept(listening, NULL, NULL)) < 0) return 1;
    printf("ready\n");
    fflush(stdout);

    while (fgets(line, sizeof line, stdin)) {
        double cpu = 0, took = 0;
        for (int round = 0; round < rounds; round++) {
            double cpu_before = seconds(CLOCK_PROCESS_CPUTIME_ID), before = seconds(CLOCK_MONOTONIC);
            for (int i = 0; i < n; i++)
                if (send(sockets[i], message, bytes, 0) != bytes) return 1;
            cpu += seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before;
            took += seconds(CLOCK_MONOTONIC) - before;
            nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);   /* so that the readers catch up */
        }
        printf("%.6f %.6f\n", cpu, took);
        fflush(stdout);
    }
    return 0;
}
