using System.CommandLine;
using System.Net.Http.Json;
using Tapir.Host.Http.Health;

namespace Tapir.Host.Commands;

/// <summary>For supervisors that can only run a program, such as the health check of a container without a shell.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        Option<Uri> url = new("--url")
        {
            Description = "Where `tapir serve` listens.",
            HelpName = "URL",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:7071"),
            CustomParser = given =>
            {
                if (!Uri.TryCreate(given.Tokens.Single().Value, UriKind.Absolute, out Uri? address))
                {
                    given.AddError($"--url is an address such as http://127.0.0.1:7071, not '{given.Tokens.Single().Value}'.");
                }

                return address;
            },
        };
        Option<bool> insecure = new("--insecure") { Description = "Take any certificate, as for one that names another host than the loopback address." };
        Command command = new("health", "Ask a `tapir serve` whether it is ready; exit code 0 when it is, 1 when not.\n\nExample: tapir health --url http://127.0.0.1:7071") { url, insecure };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            using HttpClientHandler handler = new();
            if (arguments.GetValue(insecure))
            {
                handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
            }

            using HttpClient client = new(handler) { BaseAddress = arguments.GetRequiredValue(url), Timeout = Patience };
            try
            {
                using HttpResponseMessage response = await client.GetAsync("/health/ready", cancellation);
                HealthDocument? health = await response.Content.ReadFromJsonAsync<HealthDocument>(cancellation);
                Console.WriteLine(string.Join(Environment.NewLine, [health?.Status ?? "not ready", .. health?.Reasons ?? []]));
                return response.IsSuccessStatusCode ? ExitCodes.Done : ExitCodes.Failed;
            }
            catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException && !cancellation.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"error: {client.BaseAddress} does not answer as `tapir serve` does: {problem.Message}");
                return ExitCodes.Failed;
            }
        });
        return command;
    }
}
