using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tapir.Host.Access;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Http;

/// <summary>Requests that are made to be a burden.</summary>
[TestClass]
public sealed class BurdenTests
{
    private const int HundredMegabytes = 100_000_000;

    [TestMethod]
    public async Task Start_BodyOfAHundredMegabytes_IsRefusedBeforeItIsSent()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = new ByteArrayContent(new byte[HundredMegabytes]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/yaml");
        request.Headers.ExpectContinue = true;

        // A busy machine may take more than the usual second to say no, and the client would send all of it meanwhile.
        using HttpClient patient = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = served.Client.BaseAddress };
        HttpResponseMessage response = await patient.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "tapir.http.maxBodyBytes");
    }

    [TestMethod]
    public async Task Start_BodyOfUnsaidLength_IsCutOffAtTheLimit()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { Http = new AccessSettings { MaxBodyBytes = 2_000 } });
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = ServedFolder.Body(ServedFolder.Spec + "#" + new string('x', 3_000)) };
        request.Headers.TransferEncodingChunked = true;

        HttpResponseMessage response = await served.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [TestMethod]
    public async Task Start_BodyThatTrickles_IsGivenUp()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, served.Client.BaseAddress!.Port);
        NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\nContent-Length: 1000\r\n\r\nname: "));

        using StreamReader reply = new(stream, Encoding.ASCII);

        Assert.AreEqual("HTTP/1.1 408 Request Timeout", await reply.ReadLineAsync());
    }

    [TestMethod]
    [DataRow("aliases of aliases")]
    [DataRow("aliases as keys")]
    [DataRow("many aliases")]
    [DataRow("deep lists")]
    [DataRow("deep mappings")]
    [DataRow("deep blocks")]
    public async Task Start_YamlBomb_IsRefusedWithItsPlace(string kind)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync(Bomb(kind));

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0];
        StringAssert.StartsWith(error.GetProperty("message").GetString(), "cannot be read: ");
        Assert.AreNotEqual(0, error.GetProperty("line").GetInt32());
    }

    [TestMethod]
    public async Task Start_YamlBombInAnOverride_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string bomb = "[&a [x,x,x],&b [*a,*a,*a]]";

        HttpResponseMessage response = await served.Client.PostAsync($"/api/runs?set=prices={Uri.EscapeDataString(bomb)}", ServedFolder.Body());

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "an anchor must not hold an alias");
    }

    [TestMethod]
    public async Task Start_AnchorsAsPeopleUseThem_AreRead()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.AreEqual(HttpStatusCode.Accepted, (await served.StartRunAsync("name: mine\nprices:\n  a: &same { input: 1, output: 2 }\n  b: *same\n")).StatusCode);
    }

    [TestMethod]
    public async Task Start_ThousandsOfFaults_AreNotAllSent()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string spec = "name: mine\n" + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"key{number}: 1\n"));

        HttpResponseMessage response = await served.StartRunAsync(spec);

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.IsLessThan(100_000, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [TestMethod]
    public async Task Start_TenThousand_FillTheLineAndNoMore()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { MaxConcurrentRuns = 1, MaxQueuedRuns = 100 });
        int taken = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) =>
        {
            using HttpResponseMessage response = await served.StartRunAsync();
            Assert.IsTrue(response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.TooManyRequests, response.StatusCode.ToString());
            Interlocked.Add(ref taken, response.StatusCode == HttpStatusCode.Accepted ? 1 : 0);
        });

        // One is under way, the others wait.
        Assert.IsTrue(taken is 100 or 101, taken.ToString(CultureInfo.InvariantCulture));
        Assert.AreEqual(taken, (await served.GetAsync("/api/runs?pageSize=1")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task Request_MoreThanOneCallerMay_IsAskedToWait()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { Http = new AccessSettings { RequestsPerSecond = 1 } });
        using HttpClient other = await served.ClientOfAsync("other", KeyScope.Read);

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => served.Client.GetAsync("/api/runs")));

        HttpResponseMessage refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.IsNotNull(refused.Headers.RetryAfter!.Delta);
        Assert.AreEqual("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual(HttpStatusCode.OK, (await other.GetAsync("/api/runs")).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await served.Client.GetAsync("/health/live")).StatusCode);
    }

    [TestMethod]
    public async Task Read_TwoThousandAtOnce_AreAllAnswered()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (_, cancellation) =>
        {
            using HttpResponseMessage response = await served.Client.GetAsync("/api/runs/mine-1", cancellation);
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        });
    }

    private static string Bomb(string kind) => "name: mine\n" + kind switch
    {
        "aliases of aliases" => "a: &a [x, x, x, x]\n" + string.Concat(Enumerable.Range('b', 12).Select(letter =>
            $"{(char)letter}: &{(char)letter} [*{(char)(letter - 1)}, *{(char)(letter - 1)}, *{(char)(letter - 1)}]\n")),
        "aliases as keys" => "prices:\n  ? &a [&b [x, x], *b, *b]\n  : 1\n",
        "many aliases" => $"a: &a 1\nprices: {{ {string.Join(", ", Enumerable.Range(0, 101).Select(number => $"m{number}: *a"))} }}\n",
        "deep lists" => $"prices: {new string('[', 500_000)}\n",
        "deep mappings" => $"prices: {string.Concat(Enumerable.Repeat("{a: ", 100_000))}\n",
        _ => "prices:\n" + string.Concat(Enumerable.Range(1, 100).Select(level => $"{new string(' ', level)}a:\n")),
    };
}
