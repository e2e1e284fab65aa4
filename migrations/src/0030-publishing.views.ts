/** What packs above read: posts, and what a plan of posts is made of. */
export const publishingViews: Readonly<Record<string, string>> = {
  pub_publishing_posts: `
    select id, persona_id, account_id, pillar_id, cluster_id, state, scheduled_at, published_at, created_at,
      state = 'scheduled' and coalesce(next_attempt_at, scheduled_at) <= now() as waits_for_person
    from posts`,
  pub_content_pillars_pillars: `
    select id, persona_id, name, weight, priority, target_posts_per_week,
      active and (start_date is null or start_date <= (now() at time zone 'utc')::date)
        and (end_date is null or end_date >= (now() at time zone 'utc')::date) as is_current
    from content_pillars`,
  pub_clustering_assignments: 'select pillar_id, cluster_id, persona_id, is_primary from pillar_cluster_assignments',
  pub_photos_pictures: `
    select id, persona_id, cluster_id, created_at, starred, readiness, held_by, posted_at, picture_hash, mirror_hash
    from photos`,
};
