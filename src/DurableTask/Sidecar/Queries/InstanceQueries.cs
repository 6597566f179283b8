using System.Globalization;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>What clients ask about instances, read on connections of their own: a question never waits for a write.</summary>
internal sealed class InstanceQueries(HubDatabase database)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    /// <summary>A page is cut here, in encoded bytes: a stock channel receives 4 MB at most.</summary>
    private const int LargestPageBytes = 3 << 20;

    /// <exception cref="DamagedRowException">Its row is damaged.</exception>
    public OrchestrationState? Find(string id, bool payloads) => database.Read(connection =>
    {
        using var select = new Statement(connection, $"SELECT {StateColumns.Select(payloads)}, {StateColumns.IsWhole(payloads)} FROM instances WHERE id = $1");
        using SqliteDataReader reader = select.Query(id);
        return !reader.Read() ? null
            : reader.GetInt64(StateColumns.Count) != 0 ? StateColumns.Read(reader)
            : throw new DamagedRowException("instances", reader.GetInt64(0), reader.GetInt64(0));
    });

    public QueryInstancesResponse Query(InstanceQuery query)
    {
        int page = PageSize(query.MaxInstanceCount);
        InstanceFilter filter = new InstanceFilter(InstanceFilter.Cursor(query.ContinuationToken))
            .In(query.RuntimeStatus)
            .Between("created", query.CreatedTimeFrom, query.CreatedTimeTo)
            .WithPrefix(query.InstanceIdPrefix);
        return database.Read(connection =>
        {
            using var select = new Statement(connection, $"SELECT {StateColumns.Select(query.FetchInputsAndOutputs)} FROM instances WHERE {filter.Where} ORDER BY key LIMIT {page + 1}");
            using SqliteDataReader reader = select.Query(filter.Values);
            var response = new QueryInstancesResponse();
            long last = 0;
            int bytes = 0;
            while (reader.Read())
            {
                OrchestrationState state = StateColumns.Read(reader);
                bytes += state.CalculateSize();
                if (response.OrchestrationState.Count == page || (response.OrchestrationState.Count > 0 && bytes > LargestPageBytes))
                {
                    response.ContinuationToken = last.ToString(CultureInfo.InvariantCulture);
                    break;
                }

                last = reader.GetInt64(0);
                response.OrchestrationState.Add(state);
            }

            return response;
        });
    }

    public ListInstanceIdsResponse List(ListInstanceIdsRequest request)
    {
        int page = PageSize(request.PageSize);
        InstanceFilter filter = new InstanceFilter(InstanceFilter.Cursor(request.LastInstanceKey))
            .In(request.RuntimeStatus)
            .Between("completed", request.CompletedTimeFrom, request.CompletedTimeTo);
        return database.Read(connection =>
        {
            using var select = new Statement(connection, $"SELECT key, id FROM instances WHERE {filter.Where} ORDER BY key LIMIT {page + 1}");
            using SqliteDataReader reader = select.Query(filter.Values);
            var response = new ListInstanceIdsResponse();
            long last = 0;
            while (reader.Read())
            {
                if (response.InstanceIds.Count == page)
                {
                    response.LastInstanceKey = last.ToString(CultureInfo.InvariantCulture);
                    break;
                }

                last = reader.GetInt64(0);
                response.InstanceIds.Add(reader.GetString(1));
            }

            return response;
        });
    }

    /// <summary>Ids of the finished instances that a purge filter means.</summary>
    public IReadOnlyList<string> Finished(PurgeInstanceFilter filter)
    {
        OrchestrationStatus[] wanted = [.. filter.RuntimeStatus.Where(status => status.IsFinished())];
        if (wanted.Length == 0)
        {
            if (filter.RuntimeStatus.Count > 0)
            {
                throw Refusals.Because(
                    StatusCode.FailedPrecondition,
                    $"The purge filter asks for {string.Join(", ", filter.RuntimeStatus)} only; an instance that has not ended cannot be purged. Terminate it first.");
            }

            wanted = [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled];
        }

        InstanceFilter meant = new InstanceFilter(after: 0).In(wanted).Between("created", filter.CreatedTimeFrom, filter.CreatedTimeTo);
        return database.Read(connection =>
        {
            using var select = new Statement(connection, $"SELECT id FROM instances WHERE {meant.Where} ORDER BY key");
            using SqliteDataReader reader = select.Query(meant.Values);
            List<string> ids = [];
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }

            return ids;
        });
    }

    private static int PageSize(int asked) => asked <= 0 ? DefaultPage : Math.Min(asked, LargestPage);
}
